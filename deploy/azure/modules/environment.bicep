@description('Start of every name.')
param name string

@description('Where it is made.')
param location string

@description('Subnet delegated to the environment.')
param subnetId string

@description('Days that logs are kept.')
param logRetentionDays int

@description('Spread replicas over zones. Cannot be changed later.')
param zoneRedundant bool

@description('Tags of everything.')
param tags object

resource logs 'Microsoft.OperationalInsights/workspaces@2022-10-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    retentionInDays: logRetentionDays
    sku: {
      name: 'PerGB2018'
    }
  }
}

resource managedEnvironment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
    zoneRedundant: zoneRedundant
  }
}

@description('Name of the environment.')
output name string = managedEnvironment.name
